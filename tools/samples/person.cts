import type { Application } from '../../nodes/CleverConnect/application';
import type { Random } from './random.cts';

/** An invented person. */
export type Person = Application['candidate'] & {
	readonly location: NonNullable<Application['candidate']['location']>;
};

type Names = readonly [string, ...string[]];

type Address = readonly [street: string, zipCode: string, city: string];

interface Country {
	readonly name: string;
	readonly women: Names;
	readonly men: Names;
	readonly lastNames: Names;
	readonly addresses: readonly [Address, ...Address[]];
	/** The prefix of the phone numbers that the country reserves for films and examples. */
	readonly phonePrefix?: string;
}

const COUNTRIES: readonly [Country, ...Country[]] = [
	{
		name: 'France',
		women: ['Camille', 'Zoé', 'Anaïs', 'Chloé', 'Inès', 'Maëlle', 'Hélène', 'Fatoumata'],
		men: ['François', 'Loïc', 'Mathéo', 'Jérôme', 'Noël', 'Karim', 'Jean-Baptiste', 'Théo'],
		lastNames: [
			'Exemple',
			'd’Essai',
			'Lefèvre',
			'Le Goff',
			'Benali',
			'Garçon',
			'Château',
			'Œillet',
		],
		addresses: [
			['1 rue de l’Exemple', '75009', 'Paris'],
			['12 quai des Essais', '69002', 'Lyon'],
			['3 bis place du Modèle', '44000', 'Nantes'],
		],
		phonePrefix: '+33 1 99 00 12 ',
	},
	{
		name: 'Deutschland',
		women: ['Anke', 'Jördis', 'Käthe', 'Aylin', 'Mareike', 'Svenja', 'Hannelore', 'Zeynep'],
		men: ['Jörg', 'Günther', 'Björn', 'Emre', 'Hans-Peter', 'Sören', 'Matthias', 'Özgür'],
		lastNames: [
			'Muster',
			'von der Probe',
			'Grünwald',
			'Weiß',
			'Yıldız',
			'Schäfer',
			'Özdemir',
			'Groß',
		],
		addresses: [
			['Musterstraße 5', '10117', 'Berlin'],
			['Am Beispiel 12 a', '50667', 'Köln'],
			['Probenweg 3', '80331', 'München'],
		],
		phonePrefix: '+49 30 23125 0',
	},
	{
		name: 'United Kingdom',
		women: ['Olive', 'Priya', 'Siobhan', 'Grace', 'Amara', 'Gwen', 'Fiona', 'Tamsin'],
		men: ['Arthur', 'Rhys', 'Callum', 'Imran', 'Oluwaseun', 'Graham', 'Duncan', 'Ravi'],
		lastNames: [
			'Sample',
			'O’Example',
			'Smith-Jones',
			'Adeyemi',
			'Patel',
			'MacTest',
			'Lloyd',
			'Hughes',
		],
		addresses: [
			['221 Example Road', 'NW1 6XE', 'London'],
			['4 Sample Lane', 'EH1 1AA', 'Edinburgh'],
			['Flat 2, 9 Trial Street', 'CF10 1AA', 'Cardiff'],
		],
		phonePrefix: '+44 20 7946 09',
	},
	{
		name: 'Sverige',
		women: ['Åsa', 'Linnéa', 'Märta', 'Freja', 'Saga', 'Leila', 'Ebba', 'Ingrid'],
		men: ['Håkan', 'Björn', 'Åke', 'Göran', 'Elias', 'Amir', 'Östen', 'Nils'],
		lastNames: [
			'Exempelsson',
			'Åström',
			'Öberg',
			'Sjöström',
			'Ek',
			'Lindqvist',
			'Provgren',
			'Hägg',
		],
		addresses: [
			['Exempelgatan 8', '111 22', 'Stockholm'],
			['Provvägen 15', '411 03', 'Göteborg'],
		],
		phonePrefix: '+46 8 465 004 ',
	},
	{
		name: 'Polska',
		women: [
			'Łucja',
			'Małgorzata',
			'Żaneta',
			'Agnieszka',
			'Zofia',
			'Bożena',
			'Kinga',
			'Świętosława',
		],
		men: ['Łukasz', 'Paweł', 'Michał', 'Stanisław', 'Wojciech', 'Błażej', 'Józef', 'Krzysztof'],
		lastNames: ['Przykład', 'Wójcik', 'Żak', 'Dąbek', 'Szczęsny', 'Błaszczyk', 'Łoś', 'Próbny'],
		addresses: [
			['ul. Przykładowa 7', '00-001', 'Warszawa'],
			['ul. Próbna 21/4', '90-001', 'Łódź'],
		],
	},
	{
		name: 'España',
		women: ['Begoña', 'María José', 'Lucía', 'Nuria', 'Inmaculada', 'Xiana', 'Ángela', 'Itziar'],
		men: ['Íñigo', 'José Ángel', 'Joaquín', 'Andrés', 'Iker', 'Toño', 'Raúl', 'Jordi'],
		lastNames: [
			'Ejemplo Muñoz',
			'de la Prueba',
			'Ibáñez',
			'Núñez Peña',
			'Puig',
			'Etxeberria',
			'Castiñeira',
			'Güell',
		],
		addresses: [
			['Calle del Ejemplo, 10', '28013', 'Madrid'],
			['Carrer de la Prova, 4, 2º', '08001', 'Barcelona'],
		],
	},
	{
		name: 'United States',
		women: ['Ada', 'Guadalupe', 'Shanice', 'Mei', 'Dakota', 'Brianna', 'Leilani', 'Ruth'],
		men: ['Wyatt', 'Jamal', 'Hiroshi', 'Mateo', 'Dwayne', 'Elijah', 'Hung', 'Kai'],
		lastNames: [
			'Example',
			'Sample Jr.',
			'Nguyen',
			'Testerson',
			'Begaye',
			'Kealoha',
			'Washington',
			'O’Sample',
		],
		addresses: [
			['100 Example Avenue', '20001', 'Washington, DC'],
			['7 Sample Street, Apt. 12', '96813', 'Honolulu, HI'],
		],
		phonePrefix: '+1 202 555 01',
	},
	{
		name: 'België',
		women: ['Noémie', 'Lieselotte', 'Marieke', 'Aïcha', 'Elke', 'Joëlle', 'Griet', 'Maïté'],
		men: ['Thibault', 'Joris', 'Wout', 'Benoît', 'Youssef', 'Gaëtan', 'Sander', 'Cédric'],
		lastNames: [
			'Voorbeeld',
			'Van den Proef',
			'd’Hondt',
			'Peeters',
			'El Amrani',
			'De Smedt',
			'Dupré',
			'T’Jampens',
		],
		addresses: [
			['Voorbeeldstraat 3', '1000', 'Brussel'],
			['Rue de l’Essai 44', '4000', 'Liège'],
		],
	},
];

/** Returns an invented person. */
export function inventPerson(random: Random): Person {
	const country = random.pick(COUNTRIES);
	const isWoman = random.integer(2) === 0;
	const firstName = random.pick(isWoman ? country.women : country.men);
	const lastName = random.pick(country.lastNames);
	const [street, zipCode, city] = random.pick(country.addresses);
	const { phonePrefix } = country;
	return {
		civility: isWoman ? 'F' : 'M',
		firstName,
		lastName,
		email: `${writeAscii(firstName)}.${writeAscii(lastName)}@example.com`,
		...(phonePrefix && { phoneNumber: `${phonePrefix}${10 + random.integer(90)}` }),
		location: {
			raw: `${street}, ${zipCode} ${city}`,
			city,
			zipCode,
			country: country.name,
		},
	};
}

/** Letters that Unicode normalization doesn't decompose. */
const SPELLINGS: Readonly<Record<string, string>> = { ł: 'l', ı: 'i', ß: 'ss', œ: 'oe', ø: 'o' };

function writeAscii(name: string): string {
	return name
		.toLowerCase()
		.replace(/[łıßœø]/g, (letter) => SPELLINGS[letter] ?? letter)
		.normalize('NFD')
		.replace(/[^a-z\s-]/g, '')
		.replace(/\s+/g, '-');
}
