"""The world and the expectations of `tests/test_permission_matrix.py`."""
