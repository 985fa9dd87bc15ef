"""The ladder a complaint climbs (F8, F9): its rungs as data, the brief that goes along, and what makes a case climb."""
