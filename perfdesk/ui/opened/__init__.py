"""An open project as Qt sees it; widgets know this and not each other."""
