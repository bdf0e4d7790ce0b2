"""What other sites and machines read: RSS, sitemaps, robots.txt, security.txt."""
