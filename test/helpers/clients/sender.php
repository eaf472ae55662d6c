<?php
// Sends a file, trusting one certificate, and prints the status. Arguments: URL, file, token, certificate.
[, $url, $file, $token, $certificate] = $argv;
$context = stream_context_create([
	'http' => [
		'method' => 'POST',
		'header' => "Content-Type: application/json\r\nAuthorization: Bearer $token\r\n",
		'content' => file_get_contents($file),
		'ignore_errors' => true,
		'timeout' => 300,
	],
	'ssl' => ['cafile' => $certificate],
]);
file_get_contents($url, false, $context);
echo explode(' ', $http_response_header[0])[1];
