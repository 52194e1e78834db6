"""Says for each body of bodies.json whether the contract's JSON Schema accepts it."""

import json
import sys

from jsonschema import Draft202012Validator

SCHEMAS = "node_modules/@result-links/contracts/schemas"
NAME = "PostAtsCandidatesCandidateIDResultLinksRequestBody"

with open(f"{SCHEMAS}/{NAME}.json", encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)

with open("bodies.json", encoding="utf-8") as file:
    json.dump([validator.is_valid(body) for body in json.load(file)], sys.stdout)
