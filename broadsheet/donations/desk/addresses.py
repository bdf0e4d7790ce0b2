"""The addresses of the desk for gifts, below the newsroom's own."""

from typing import Final

from django.urls import URLPattern, path

from broadsheet.donations.desk import (
    batch_views,
    donor_views,
    gift_acts,
    gift_views,
    home,
    paper_views,
    pledge_views,
    thanks_views,
)

BATCH: Final = "gifts/batches/<int:batch_id>/"
ADDRESSES: Final[list[URLPattern]] = [
    path("gifts/", home.gifts_desk, name="gifts_desk"),
    path("gifts/batches/", batch_views.batches_list, name="gifts_batches"),
    path("gifts/batches/add/", batch_views.begin_batch, name="gifts_begin_batch"),
    path(BATCH, batch_views.batch_screen, name="gifts_batch"),
    path(f"{BATCH}slip/", batch_views.change_slip, name="gifts_change_slip"),
    path(f"{BATCH}rows/<int:line_id>/drop/", batch_views.drop_row, name="gifts_drop_row"),
    path(f"{BATCH}close/", batch_views.close_batch, name="gifts_close_batch"),
    path(f"{BATCH}drop/", batch_views.throw_away, name="gifts_drop_batch"),
    path(f"{BATCH}print/", batch_views.print_batch, name="gifts_print_batch"),
    path("gifts/look-up/<int:site_id>/", batch_views.look_up, name="gifts_look_up"),
    path("gifts/all/", gift_views.gifts_list, name="gifts_list"),
    path("gifts/transfer/", gift_views.note_money, name="gifts_note_money"),
    path("gifts/receipts/", paper_views.receipts_due, name="gifts_receipts"),
    path("gifts/receipts/all/", paper_views.receipts_printed, name="gifts_receipts_printed"),
    path("gifts/receipts/<int:receipt_id>/", paper_views.receipt_page, name="gifts_receipt"),
    path("gifts/donors/", donor_views.donors_list, name="gifts_donors"),
    path("gifts/donors/<int:donor_id>/", donor_views.donor_screen, name="gifts_donor"),
    path(
        "gifts/donors/<int:donor_id>/change/", donor_views.change_donor, name="gifts_change_donor"
    ),
    path("gifts/donors/<int:donor_id>/wall/", donor_views.decide_wall, name="gifts_decide_wall"),
    path(
        "gifts/donors/<int:kept_id>/merge/<int:gone_id>/",
        donor_views.merge_donors,
        name="gifts_merge_donors",
    ),
    path("gifts/pledges/", pledge_views.pledges_list, name="gifts_pledges"),
    path("gifts/pledges/<int:pledge_id>/", pledge_views.pledge_screen, name="gifts_pledge"),
    path(
        "gifts/pledges/<int:pledge_id>/cancel/",
        pledge_views.cancel_pledge,
        name="gifts_cancel_pledge",
    ),
    path("gifts/thanks/", thanks_views.thanks_due, name="gifts_thanks"),
    path("gifts/thanks/text/", thanks_views.thanks_text, name="gifts_thanks_text"),
    path("gifts/all/<int:gift_id>/", gift_views.gift_screen, name="gifts_gift"),
    path("gifts/all/<int:gift_id>/<slug:name>/", gift_acts.act_on_gift, name="gifts_act_on_gift"),
]
