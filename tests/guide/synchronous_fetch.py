from tornado.httpclient import HTTPClient


def fetch(url) -> bytes:
    http_client = HTTPClient()
    response = http_client.fetch(url)
    return response.body


if __name__ == '__main__':
    body = fetch("http://127.0.0.1:8888")
    print(body)
