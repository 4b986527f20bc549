"""The school's phones and iPads: the inventory, and setting one up."""
