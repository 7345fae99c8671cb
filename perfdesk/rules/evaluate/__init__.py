"""One edition and one document become computed cells and findings."""
