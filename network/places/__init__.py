"""Places: what a typed place means, as a point and a district.

Words: a *locality* is a network's area (Sussex); a *district* is a council area in it; an
*outward code* is the first half of a postcode (TN34). A place found by an outward code or a name
is *approximate*. It knows nothing of offers, and it remembers nobody's question.
"""
