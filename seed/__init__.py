"""What the service starts with: places, words, real peer support in Sussex, and made-up hosts.

Tables and files that a volunteer can read and mend, and short modules that load them through the
rooms' own verbs, so that seeds obey the rules their readers will meet. See docs/seeds.md.
"""
