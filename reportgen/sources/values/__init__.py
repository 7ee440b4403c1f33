"""Cell texts → columns of a declared type, with a doubt for every cell that resists."""
