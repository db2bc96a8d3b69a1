"""A film of the sample county: its drawn pictures, one after the other, passing slowly."""

from io import BytesIO
from tempfile import NamedTemporaryFile

import av
from PIL import Image

SIZE = (640, 360)
RATE = 12  # pictures a second
SECONDS = 3  # of one picture
NARROWER = 0.85  # so much of a picture is seen at once


def film(pictures: list[bytes]) -> bytes:
    """An MP4 of ``pictures`` (JPEG, in 16 to 9), three seconds of each, without sound."""
    with NamedTemporaryFile(suffix=".mp4") as file:
        with av.open(file.name, "w", options={"fflags": "+bitexact"}) as out:
            stream = out.add_stream("libx264", rate=RATE, options={"crf": "26"})
            stream.width, stream.height = SIZE
            stream.pix_fmt = "yuv420p"
            for picture in pictures:
                for image in _passing(Image.open(BytesIO(picture))):
                    out.mux(stream.encode(av.VideoFrame.from_image(image)))
            out.mux(stream.encode())
        return file.read()


def _passing(picture: Image.Image):
    """The picture from its left to its right side."""
    width, height = (int(side * NARROWER) for side in picture.size)
    top = (picture.height - height) // 2
    steps = SECONDS * RATE
    for step in range(steps):
        left = (picture.width - width) * step // (steps - 1)
        box = (left, top, left + width, top + height)
        yield picture.resize(SIZE, Image.Resampling.BILINEAR, box=box)
