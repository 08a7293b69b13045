"""Forms of the pages that write cases."""
