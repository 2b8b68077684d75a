"""A small document with numbers of every sort, dates, an open term, an open quantity; a later version of it; what both import."""

GOODS = """\
kind good: saw, lamp
kind role: staff, customer

entity person is role
  born : date

act hire "hire" says "{by} hires {what}"
  by       : person
  for_whom : person optional
  what     : set of good
  ahead    : duration
  deposit  : money in EUR
  trained  : flag
"""

VARIED = """\
terms varied "Rules of a hire shop"
  version 2026-01-01
  default permitted

import "goods.tos"

open term careful in hire
  includes trained
  excludes deposit < 10 EUR and not trained

open duration notice from 1 day to 3 days

assume staff_are_adults "Staff are adults"
  for any p: person
    p is staff implies p.born < 2000-01-01

clause 1 "Tools"
  forbid hire
    when what has saw
     and not careful

clause 1.1
  exception to 1
  permit hire
    when for_whom exists

clause 2 "Short notice"
  before 2026-07-01
  forbid hire
    when ahead < notice

clause 3 "Deposit"
  require deposit >= 20 EUR of hire
    when ahead > 2 weeks

claim no_children "Nobody who is under age hires a saw without a deposit"
  hire is never permitted
    when what has saw
     and date < by.born + 18 years
     and deposit = 0 EUR
     and ahead = 0 days

case in_time
  hire
    ahead = 7 days
    not what has saw
  expect permitted
"""
"""Its claim fails: an exception, whoever acts for somebody; a later day, whatever the notice."""

LATER = VARIED.replace("terms varied", "terms later").replace("require deposit >= 20 EUR", "require deposit >= 30 EUR")
