/**
 * What people choose and programs try first, in lower case, without disguises (`p@ssw0rd`), counts, runs and
 * repetitions, which `rules.ts` sees through by itself. Short on purpose: it is for whole passwords, and in long ones
 * the words that carry them.
 */
const words = `
access account admin administrator adminadmin admin123 root toor superuser sysadmin system guest user username default changeme
change letmein letmeinnow login logmein master passw pass passe passwd password passwort passwords passphrase motdepasse
contrasena contraseña senha parola haslo heslo lozinka wachtwoord losenord lösenord adgangskode salasana jelszo sifre parol
parool kennwort geheim secret secrets secreto segreto topsecret private security secure sicherheit test tester testing
testtest temp temporary demo example sample welcome willkommen bienvenue bienvenido benvenuto hello hallo hola bonjour ciao
goodbye thankyou please nothing whatever anything something
love lovely lover loveme loveyou iloveyou iloveu iloveme ilovegod iloveher iloveyou2 mylove forever forever21 always together
babe baby babyboy babygirl babygurl sweetie sweety sweetheart honey sugar princess prince princesa queen king kingdom angel
angels angelo cutie beauty beautiful gorgeous pretty handsome sexy sexygirl hottie darling amor teamo tequiero mivida
corazon bonita hermosa jetaime schatz liebe hase mausi amore cara kiss kisses hugs heart hearts friend friends bestfriend
friendship family mother father mommy daddy mama papa mummy sister brother brothers grandma son daughter wife husband
fuck fuckyou fuckme fuckoff fucker asshole bitch bitches shit pussy dick cock penis boobs porn sex sexsex slut horny bastard
dragon dragons dragonball monkey monkeys shadow tiger tigers tigger lion lions eagle eagles falcon hawk bear bears wolf
wolves panther cougar jaguar leopard dolphin dolphins shark sharks snake spider turtle rabbit bunny kitty kitten cat cats
doggy doggie dog dogs puppy pony cowboy cowboys butterfly chicken cheese cookie cookies chocolate vanilla banana bananas
orange apple apples cherry strawberry peach pepper ginger pumpkin peanut cupcake candy coffee pizza hamburger pancake
sunshine sunflower sunny moon moonlight star stars starlight starwars startrek summer winter spring autumn fall january
february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday sommer herbst fruehling frühling printemps ete hiver automne verano invierno today tomorrow yesterday
flower flowers rose roses rosebud lily daisy violet rainbow diamond diamonds crystal silver gold golden platinum
purple pink blue red green black white yellow brown blackie snowball snoopy snowman christmas halloween birthday
football footbal soccer baseball basketball softball volleyball hockey tennis golf golfer rugby cricket racing skater
player gamer gamers playboy playstation nintendo pokemon pikachu charizard naruto sasuke mario zelda minecraft fortnite
roblox counterstrike warcraft starcraft diablo runescape callofduty assassin sniper ninja samurai warrior knight pirate
pirates superman batman spiderman spider-man ironman hulk avengers marvel joker robin wolverine superstar rockstar
liverpool arsenal chelsea manchester manutd manunited everton rangers celtic barcelona realmadrid madrid juventus milan
inter bayern dortmund schalke ajax feyenoord benfica galatasaray fenerbahce besiktas flamengo corinthians palmeiras boca
yankees lakers redsox steelers raiders packers patriots broncos chargers bulls celtics dodgers giants mets phillies
ferrari porsche mercedes bmw audi toyota honda nissan mustang corvette camaro chevy chevrolet ford harley yamaha suzuki
kawasaki ducati subaru mazda volkswagen volvo jeep hummer
computer laptop internet network server windows microsoft linux ubuntu debian android google gmail yahoo hotmail outlook
facebook instagram twitter tiktok youtube whatsapp snapchat telegram discord amazon netflix spotify samsung nokia iphone
apple macbook oracle cisco ibm intel adobe dropbox github docker mastodon fediverse gotosocial pixelfed peertube lemmy
michael michelle jennifer jessica jordan jordan23 joshua matthew andrew anthony daniel danielle david robert thomas william
james john johnny joseph charles charlie christopher christian christine christina george ashley amanda nicole samantha
stephanie melissa elizabeth sarah laura lauren rachel rebecca vanessa natalie natasha sophie sophia olivia emma emily
isabella mia charlotte amelia victoria veronica patricia barbara maria mariana carlos juan jose miguel alejandro alejandra
antonio francisco fernando gabriel gabriela valentina camila daniela andrea angelina alexander alexandra alexandre alexis
alex max maximus martin peter paul patrick philip phoenix richard ronald ronaldo messi neymar beckham steven stephen
taylor tyler hunter hannah heather harold henry frank freddy freedom eminem tupac metallica slipknot nirvana beatles
blink182 greenday linkinpark coldplay madonna elvis jackson marley shakira rihanna beyonce bieber justin justinbieber
onedirection bts blackpink army anna anne annika lisa julia julian katharina sabine stefan stefanie andreas matthias
markus tobias sebastian florian benjamin jonathan nicholas nathan ryan kevin brian jason justin brandon austin dakota
scooter buster bailey maggie molly lucky lucy daisy rocky rusty oscar toby sammy simba nala bella luna milo coco cooper
buddy duke harley jack jackass jasper
money dollar dollars million millionaire billion business company office manager director boss work worker money123
trustno1 trustno access14 mustang1 hello123 welcome1 abc123 abcabc abcdef qwerty qwertz azerty qwer asdf zxcv yxcv
qwert asdfgh zxcvbn qazwsx qweasd qweasdzxc asdasd qweqwe zxczxc wasd aaaa abcd dcba xxxx zzzz
blahblah blah blabla lalala hahaha haha lol lmao omg wtf nimda drowssap ytrewq password1 passw0rd
jesus jesuschrist christ god godisgood blessed blessing faith hope grace heaven lord allah muhammad mohammed bismillah
inshallah shalom buddha krishna ganesh shiva jaimatadi omsairam waheguru amen church angel1
peace freedom liberty justice america american usa canada england london paris berlin germany france italy italia spain
espana mexico brasil brazil argentina colombia chile peru russia moscow china beijing japan tokyo india mumbai pakistan
australia sydney ireland scotland newyork chicago texas florida california boston vegas lasvegas miami hawaii
sayang cinta bismillah1 anjing rahasia sandi kucing mahal kita terserah
killer killers hacker hack hacked matrix neo trinity morpheus gandalf frodo hobbit merlin wizard magic magician potter
harrypotter hogwarts gryffindor slytherin dumbledore voldemort skywalker vader yoda jedi sith chewbacca terminator
rambo rocky1 bond007 agent007 jamesbond scarface godfather casino poker blackjack lottery winner loser champion
number one onetwothree onetwothreefour unodostres einszweidrei undeuxtrois
mickey minnie donald goofy pluto disney tinkerbell cinderella barbie hellokitty bugsbunny garfield scooby scoobydoo simpson
simpsons homer bart spongebob patrick1 shrek nemo stitch
thunder lightning storm hurricane tornado fire firefire firefly ice water ocean river mountain forest desert island
guitar guitars music musica dance dancer dancing singer drummer drums piano violin rock rocknroll metal hiphop reggae
student school college university teacher doctor nurse police fireman soldier army navy marine marines airforce
`

export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/))
