"""What a reviewer says of somebody's series: reading it, rules, findings and their forms."""
