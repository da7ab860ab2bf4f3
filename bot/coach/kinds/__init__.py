"""The types of rules, one file each. What a rule looks for is data; how, is here."""
