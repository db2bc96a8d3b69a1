"""What is kept of oneself: what for, how long, and a copy of it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xiangyin.kernel.services.copies import held_about
from xiangyin.kernel.views.personal import PAGE, file_for


@never_cache
@login_required
@require_safe
def my_data(request):
    """The register as far as it is about whoever looks."""
    return render(request, "account/my_data.html", {"held": held_about(request.user)})


@login_required
@require_POST
def my_copy(request):
    """One's own copy, as a file."""
    kind = request.POST.get("kind", PAGE)
    return file_for(request.user, by=request.user, kind=kind)
