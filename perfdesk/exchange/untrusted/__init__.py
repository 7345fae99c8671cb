"""Files from outside, judged before they are parsed and parsed in a process of their own."""
