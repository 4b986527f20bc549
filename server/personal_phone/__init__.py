"""Emergency use of a personal phone: the number withheld by 141, what was agreed, what was logged, and the report."""
