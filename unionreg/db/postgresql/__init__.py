"""PostgreSQL as Django has it, with one feature changed; see base.py."""
