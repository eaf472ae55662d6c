"""Sends a file, trusting one certificate, and prints the status. Arguments: URL, file, token, certificate."""

import sys

import requests

url, file, token, certificate = sys.argv[1:]
headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
with open(file, "rb") as body:
    response = requests.post(url, data=body.read(), headers=headers, verify=certificate)
print(response.status_code, end="")
