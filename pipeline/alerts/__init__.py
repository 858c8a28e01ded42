"""Alerts: what is wrong in whose records, told to those who can put it right, and when it is fixed.

``desk.at(home)`` reads catalogue, routes and settings; ``engine.observe`` takes what a refresh found (``collect``) into
the incidents and queues the news; ``engine.send`` sends what is due. State lives in the home folder's ``alerts``.
"""
