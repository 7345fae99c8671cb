"""核验: do these files and codes carry the same data?"""
