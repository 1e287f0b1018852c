"""What can be declared, and all that has been. Imports nothing of ours except the declarations in `book`."""
