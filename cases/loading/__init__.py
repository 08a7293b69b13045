"""Many cases from files or from invention, block by block, each block all or nothing; done again it doubles nothing."""
