"""The list of packages before there is anything to put into one."""


def test_empty_list_says_when_proposals_appear(client_for, reviewer):
    text = client_for(reviewer).get("/paket/").content.decode()

    assert "Belum ada usulan yang disetujui. Usulan muncul di sini setelah asistensi selesai." in text
