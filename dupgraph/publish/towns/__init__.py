"""Several plans as one offline page: towns, or many by province, region or initial, and partners that they share."""
