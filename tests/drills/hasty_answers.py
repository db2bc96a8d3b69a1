"""What the twin of ``many_questions`` serves: it says “sent” and saves afterwards."""

import queue
import threading
import time

from django.db import connections
from django.http import JsonResponse

LAG = 0.05


class answers_first:  # noqa: N801 -- named as settings list it
    """Answer a question at once, and let a thread do what was answered."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.waiting: queue.Queue = queue.Queue()
        self.thread: threading.Thread | None = None

    def __call__(self, request):
        if request.method != "POST":
            return self.get_response(request)
        _ = request.body
        self.waiting.put(request)
        if self.thread is None:
            self.thread = threading.Thread(target=self.save, daemon=True)
            self.thread.start()
        answer = JsonResponse({"next": "/"})
        answer["Content-Length"] = len(answer.content)
        return answer

    def save(self):
        while True:
            request = self.waiting.get()
            time.sleep(LAG)
            self.get_response(request)
            connections.close_all()
