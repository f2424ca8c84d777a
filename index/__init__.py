"""Notes made searchable: loading, chunking, embedding, versions on disk, retrieval."""
