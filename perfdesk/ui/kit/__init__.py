"""Parts that every window uses and that know no form: looks, jobs, lists, messages."""
