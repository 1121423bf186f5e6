import socket

from deploy.local.ports import free_port, is_free


def test_no_port_is_promised_twice() -> None:
    ports = [free_port() for _ in range(50)]

    assert len(set(ports)) == 50
    assert all(is_free(port) for port in ports)


def test_the_preferred_port_is_given_if_it_is_free_and_another_if_not() -> None:
    preferred = free_port()
    assert free_port(preferred) == preferred

    with socket.create_server(("127.0.0.1", preferred)):
        assert not is_free(preferred)
        assert free_port(preferred) != preferred
