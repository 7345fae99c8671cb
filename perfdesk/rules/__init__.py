"""Turn an edition's formulas and a document into computed cells and findings."""
