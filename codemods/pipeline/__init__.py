"""The whole way: resolve, plan, verify, series."""
