"""How kernels are compiled: kept beside their sources, and without Python's lock.

numba counts who holds an array, with steps that no other processor may disturb: in a
short loop they cost more than the loop. What neither makes nor returns an array need
not count, for its caller holds them all. Such a kernel is lean; one that makes an array
all the same is refused when it is compiled.
"""

from numba import njit

kernel = njit(cache=True, nogil=True)
# numba knows this option and does not tell of it in its types.
lean = njit(cache=True, nogil=True, _nrt=False)  # type: ignore[call-overload]
