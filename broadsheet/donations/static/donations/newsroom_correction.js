// A gift that was mistyped: its donor is looked up by name, as in a batch.

import { watchDonor } from "./newsroom_donor.js";

for (const form of document.querySelectorAll("form[data-look-up]")) watchDonor(form);
