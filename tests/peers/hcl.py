"""What python-hcl2 makes of the folder that is named: each file's value, by its name, as JSON."""

import json
import sys
from pathlib import Path

import hcl2

print(json.dumps({file.name: hcl2.loads(file.read_text("utf-8")) for file in Path(sys.argv[1]).glob("*.tf")}))
