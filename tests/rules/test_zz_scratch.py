from tests.rules.test_canary import *
from tests.rules.test_canary import _built
from datetime import date
def test_zza(world, readers):
    print(readers["partner"].get("/bulletins/plain/2023-09-19.txt").content.decode())
    print(readers["researcher"].get("/bulletins/partners/2023-09-19.txt").content.decode())
