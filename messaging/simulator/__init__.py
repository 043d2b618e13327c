"""A provider on this computer: real HTTP, real forms and signatures, no text leaves."""
