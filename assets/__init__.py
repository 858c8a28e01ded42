"""What is built and when: Dagster assets, one file per stage. Data work lives in ``pipeline``."""
