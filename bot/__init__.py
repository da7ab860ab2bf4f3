"""Before We Talk: rehearse a hard talk before having it."""
