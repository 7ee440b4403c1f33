"""The command line: parse, call the shell, print, exit. No loop over data, no arithmetic, no path building."""
