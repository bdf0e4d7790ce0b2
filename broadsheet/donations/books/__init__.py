"""The books: what came is written down once, states follow from it, receipts follow from states. No processor is known here."""
