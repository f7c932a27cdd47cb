"""The reference: the organisation that stands still when nobody changes anything, solved by a repeatable procedure and kept by fingerprint."""
