"""Settings of all property tests."""

from hypothesis import settings

# The same examples every time, and no limit on the time of one: a busy machine is no fault of what is tested.
settings.register_profile("deterministic", deadline=None, derandomize=True)
settings.load_profile("deterministic")
