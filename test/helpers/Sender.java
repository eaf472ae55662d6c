import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends a file, trusting one certificate, and prints the status. Arguments: URL, file, token, certificate. */
class Sender {
	public static void main(String[] args) throws Exception {
		var request = HttpRequest.newBuilder(URI.create(args[0]))
			.header("Content-Type", "application/json")
			.header("Authorization", "Bearer " + args[2])
			.POST(BodyPublishers.ofFile(Path.of(args[1])))
			.build();
		var client = HttpClient.newBuilder().sslContext(trust(args[3])).build();
		System.out.print(client.send(request, BodyHandlers.ofString()).statusCode());
	}

	private static SSLContext trust(String file) throws Exception {
		var store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		try (var stream = new FileInputStream(file)) {
			var certificate = CertificateFactory.getInstance("X.509").generateCertificate(stream);
			store.setCertificateEntry("nginx", certificate);
		}
		var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(store);
		var context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		return context;
	}
}
