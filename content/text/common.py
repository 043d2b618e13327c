"""Common English and Spanish words that spelling repair leaves alone.

Chosen by use in everyday texts, and above all those one slip away from a symptom,
a drug or a command.  Small letters without accents, as `fold` gives them.
"""

_ENGLISH = """
able about above accept across action active actually afraid after afternoon again against agree
ahead almost alone along already also although always amount angry another answer anybody anymore
anyone anything anyway anywhere apart apple appointment area aren arms around arrive asked asking
aunt baby back backs bake ball band bank base bath beach bean bear beat became because become been
beer before began begin behind believe bell below belt bend best better between beyond bigger bill
birthday bite bitter blank bless blew block blue board boat body boil bone book boot bored born both
bother bottle bought bowl boys brain brand bread break breakfast breast bring brother brought brown
brush build bunch burn burns busy butter button call called calls came camp cancel cancer cannot
card care careful cares case cash catch caught cause cell center certain chair chance change chat
cheap check cheek cheese child children choose church city class clean clear clinic clock close
closed clothes coast coat coffee cold come comes coming common cook cool copy corner cost couch
could count country couple course cousin cover crazy cream cross crowd cure cute daily damn dance
danger dark date daughter days deal dear death decide deep definitely dentist desk dial diet
different dinner direct dirty dish doctor dollar done door double doubt down draw dream dress drink
drive drop drove drug drugs dry dumb during dust each early earth easy eating effect effects eggs
eight either else email empty energy enjoy enough entire even evening ever every everybody everyone
exact example except excuse expect explain extra eyes fact fail fair family fast father fault favor
feed feel feeling feels felt fight figure file fill final find fine finger finish fire first fish
five flat floor flower flowers folks follow food fool forgive forget form forward found four free
fresh friday friend friends from front fruit full funny future game garden gave girl girls give
gives glad glass goal goals goes going gone good gotta grade grand grandson grass gray great green
grew ground group grow grown guess guys hair half hall hand handle happen happened happens happy
hard hate have having health hear heard heart heat heavy held hello help helps here herself hide
high hill hold hole holiday home honest honey hope horse hospital host hotel hour house houses huge
hundred hungry hurry husband ideas important inside instead into issue item jacket joint joke juice
jump just keep keys kids kind kiss kitchen knee knew know known lady lake lamp land large last late
later laugh laundry lawn lazy lead learn least leave left lemon less lets letter life light like
liked likes line lines list listen little live lives living load local lock long longer look looked
looks loose lord lose lost loud love loved lovely luck lunch made mail main make makes making many
march mark market married matter maybe mean means meant meat medical meet meeting member mention
mess message middle midnight might mile milk mind mine minute minutes miss missed mistake moment
monday money month months mood moon more morning most mother mouse move moved movie much music must
name names near neck need needed needs neighbor nephew nerve never news next nice niece night nine
nobody noise none noon normal north nose note nothing notice number nurse ocean offer office often
older once ones only open option orange order other others ought ours outside over owner pack page
paid paint pair pants paper parents park parking part party pass past patient people perfect perhaps
person phone piece pink place plan plane plate play please plenty pocket point police pool poor
possible post pounds power pray prayer prayers present press pretty price prior problem proud public
pull purple push quick quiet quite quote radio rain raise rate rather reach read reading ready real
really reason receive record regular relax remember rent rest result return rice rich ride right
ring river road rock room rooms round rule sadly safe said sale salt same sand saturday save says
scan scans scared scary school season seat second seem seems seen self sell send sense sent seven
several shall shape share sharp sheet shirt shoe shoes shop short should show shower shut sick side
sign silly similar simple since sing single sister size skin slept slow small smart smell smile
smoke snack snow soap soft sold some somebody someone something sometimes somewhere song soon sorry
sort sound soup south space speak special spend spoke spoon spot spots spring stage stand star stars
state stay stayed step steps stick still stomach store storm story straight strange street strong
stuff stupid such sugar summer sunday support supposed sure surgery sweet table take taken takes
taking talk tall taste teach team tell tells test tests text thank thanks that their them then there
these they thing things think third this those though thought thousand three threw through throw
thursday tight till time times tired today together told tomorrow tonight took touch tough toward
town track trade train trash treat tree tried trip trouble truck true trust truth trying tuesday
turn turned twelve twenty twice type under understand until upset used useful usual usually very
video view visit voice wait waiting wake walk wall want wanted wants warm wash waste watch water
wear weather wednesday week weekend weeks weight well went were west what whatever wheel when where
which while white whole whose wife wild will wind window wine winter wish with within without woman
women wonder wont wood word words work worked working works world worry worse worst worth would
write wrong yard yeah year years yell yellow yesterday young your yours yourself zero lags legal
lego pegs bet jaws saw paws hips ship lips clips tips trips steel feet fleet beet foot root numb
poll fuel duel fell fall falls gaining pain plain pairs fever lever clever sever server severe chill
chili chills hills swell dwell spell bleed breed speed blood flood blond brood broth breath breadth
broke broken choke crush crack rack black stool tool stood tools fools stair stare stairs chairs
shake snake shaking waking baking cramp stamp damp crumb spasm thirst burst thirsty thirty sleepy
sleep steep sheep constant content contest context consent vomit commit limit omit sting string
tangling dangling tickling tingle jingle tumor tumors rumor mets spread spreads bones joints
infusion needle treatment treatments insurance pharmacy prescription refill copay medicare medicaid
hospice rides wheelchair walker cane exercise yoga swim swimming travel flight gardening cooking
praying alcohol smoking vitamin vitamins supplements turmeric grapefruit dosage dose doses schedule
reschedule calendar portal login password website online results report biopsy suck sucks texting
texted chips chip chop shops typed twisted tub jug curb wiped toilet dribble hit drip chew handful
cubes cramped bathe bench bandage weigh batch hunch munch pinch clutch crutch crutches stuck trick
brick quilt guilt built path settle setting settings start starts starting continue exist contain
enter exit char system relation response respond terminal function functions instance internal
operation column escape insert trail pend format parse precise preserve prefer intend intent process
bold secure lane major session interval trace browse repeat split replace retrieve assume click skip
strip master access switch rely attach socket resize median expense ordinary ceiling unusual
tolerate consume export bound brace timer centre stream express square port greet say inspect
currency personal king material endless force recall rehearse swap disappear shift fork pay ray lack
rush affect meter reduce prune numerous broker balance triple trap tie telephone supply wiggle noisy
thick extract crash sink carry locate tune frame elegant business materials needless whenever
wherever pick picks picked picking thin conversation belong shadow bind concrete conclude sample
ample simply deciding recover recovery reply replied replies sit sat sits arrange attend backup
barely bounce brag breeze bridge bubble bucket bump cabinet cable camera candle carpet carrot cart
cereal chase cheer cherry chest choice circle claim clap clay clerk climb cloth cloud clown coach
coin collar collect comb complain compare complete connect consider contact control cookie corn
cotton counter courage cracker crawl create credit crib crop cruise cup curious curtain cushion
custom damage deck decorate delay deliver demand deny depend describe design desire dessert destroy
detail develop discover discuss dislike divide dozen drag drain drawer drill earn elbow elevator
enemy engine enroll erase error event excite expert explore fabric faint fake famous fan farm
fashion feather fence field fix flag flash flavor float fog fold forest fortune freeze freezer frog
frost fuss gain gather gentle gift giant glance globe glove glue goat golf grab grace grant grape
grill grip guard guest guide gum habit hammer handy hang hop hug humor hunt idea ignore illness
imagine improve inch include increase inform invite iron island jam jar jealous jelly jog journey
judge juicy ketchup kick knit knob knock knot label ladder lawyer lay layer leaf leather lecture
lend level liberty license lift loan lobby log loop lotion luggage magazine magic manage map marry
mask match measure medal menu merry metal method minor mirror mix model modern monkey mop mountain
movement mow nail nap napkin narrow nature neat neighborhood net nod oak obey oven owe oxygen
pajamas palm pan panic parade pat patch patience pause peace peanut pear pearl peel pencil pepper
perform period permit photo piano pickle pie pig pile pill pillow pilot pin pizza planet plant
plastic plow plug plum poem polish pond porch pot potato pour powder practice prepare prevent print
prize produce promise protect prove pudding pump pumpkin punch purse puzzle quarter queen rabbit
race raincoat rat repair request rescue respect restaurant ribbon rinse rise rip roast rob robe
rocket roll roof rope rose rot rough row rub rug ruin saddle sail salad sandwich sauce scarf
scissors scoop score scrape scratch screen screw scrub seal search seed select serve sew shade
shallow shelf shell shelter shine shoot shoulder shout shovel sight silk silver skate ski skirt sky
slice slide slipper slippery sneak soak sock sofa solve sour spare spark spider spin spray squash
squeeze stain steal steam stem stir stitch stove strap straw stripe stroll struggle study style
subject suit supper surprise swallow sweep swing tail tape task tax tease temper tent thread throne
tickle tidy tip toast toe toss towel tower toy trailer treasure trim trouser tube tuck tug twin
uncle upstairs van vase vegetable vest village vote wagon wallet wander wave weak weave wed weed
welcome whisper whistle wing wipe wire wise wool worm worn wrap yarn zip zoo organize realize remind
separate serious setup sharing sneaker someday sooner spicy staff station steady sticky stretch
strict subscribe suggest tangle terrific therapy throughout tomato tongue totally tournament traffic
umbrella unless upcoming various vehicle version visitor volunteer warn weaken whoever willing
winner wondering worthwhile fraction functional reuse way killed purpose theyre shouldnt wouldnt
tolerance expensive misses mistaken dentistry dental entry handler precision repack terminate
conversion reduction chess walter reilly hans thickness whatsoever continuous unusable heading
ending warning enable exclusive defer suppress constraint consonant invert infer quota decor ruined
sewing mowing mending bending packing painting pushing cutting counting lasting hosting wishing
washing dusting fasting tasting casting posting resting testing wasting
"""

_SPANISH = """
abajo abrir abuela abuelo acaba acabo aceite acerca acuerdo adelante ademas adentro adios agua ahora
alguien alguna algunas alguno algunos alla alli alma alta alto amiga amigo amor anda andar anoche
antes anos aparte apenas aqui arriba asi aunque ayer ayuda bajar bajo banco bano barato bastante
bebe bella bien boca boda bolsa bonita bonito brazo brazos buena buenas bueno buenos busca buscar
cabeza cada cafe caja calle calor cama cambiar cambio camino campo cansada cansado cara carne caro
carro carta casa casi caso cena cerca cerrar chica chico cielo cierto cinco cita ciudad claro clase
clinica cocina colonia color comer comida como compra comprar con conmigo conoce conozco contar
contento contigo contra corazon correo cosa cosas costar creer creo cual cuales cualquier cuando
cuanta cuantas cuanto cuantos cuarto cuatro cuenta cuerpo cuesta cuidado cumple dado dale dame dando
dara darle darme debajo debe deben debo decir deja dejar dentro derecha derecho desde despues dia
dias dice dicen dicho diente dientes diez dificil digo dije dijeron dijo dinero dios doctora doler
domingo donde dormir dos dulce dura duro edad ella ellas ellos empezar encima encuentro enero
enferma enfermera enfermo entender entiendo entonces entrar entre eres escuela ese esos espera
esperar esposa esposo esta estaba estado estamos estan estar estas este esto estos estoy estuve
facil falta familia fecha feliz fiesta fin flor flores forma frente fria frio fuego fuera fuerte
fuimos fueron gana ganas gato gente gracias gran grande grandes grave gusta gustan gusto haber habia
habla hablar hace hacen hacer hacia hago hambre han hasta hay hecho hermana hermano hija hijo hijos
hola hombre hora horas hoy huevo iglesia igual importa iremos jamas joven juego jueves jugar junto
lado larga largo leche leer lejos lengua libre libro limpia linda lista llama llamar llamo llega
llegar lleva llevan llevar llevo lluvia lugar luego lunes luna luz madre mal mala malo manana mande
manda mandar manera mano manos martes mas mayor media medicina medico medio mejor menos mensaje mesa
mes meses mia miedo mientras miercoles mil mira mirar misma mismo mitad mucha muchas mucho muchos
mujer mundo musica muy nada nadie necesita necesito negro nieta nieto nina nino ninos noche noches
nombre nosotros nota nueva nuevo nuevos numero nunca ocho ocupa ocupo ojos otra otras otro otros
padre padres paga pagar pais palabra pan papel para parece pared parte pasa pasado pasar paso pedir
pelo pensar pequeno perdon perfecto perro persona personas pesar pescado peso piel pienso piso plato
playa poca poco podemos poder podria poner pongo por porque posible precio pregunta preguntar
primera primero problema pronto propia puede pueden puedes puedo puerta pues puesto punto quedar
quema queria quien quiere quieren quiero quince quita quitar quizas rapido rato razon recibir
recuerdo regresa reloj remedio rico risa rojo ropa sabado sabe saben saber sabes sacar salir salud
saludos sangre seco seguir segundo seguro seis semana semanas senor senora sentir sera seria siempre
siento siete siga sigue silla sin sino sirve sobre sola solo son sopa subir suelo sueno suerte
suficiente tal tambien tampoco tan tanta tantas tanto tarde tardes tarjeta tema temprano tenemos
tener tenga tengo tenia tercera termina tiempo tienda tiene tienen tierra tipo toca tocar toda todas
todavia todo todos toma tomar tomo trabaja trabajar trabajo traer tras tres triste tuve ultima
ultimo una unas unos usa usar usted ustedes vaca vamos van vas vaso veces vecina vemos venir ver
verdad verde vestido vez viaje vida vieja viejo viene viernes viva vive vivo volver voy vuelta
zapato pierna piernas tierna pies pechos pecho techo dedos ruedo sed red tos ambos ambas registro
agregado acciones existe sitio sentimos paciencia borrado desea emergente continuar haya boton
medina rastro creado pueda podamos aceptar relacion crear halla pone numeros plantilla plantillas
marcado funcion terminada intente contiene claves billones segundos funciones vistas sistemas
periodo corrupta corto viendo funciono numerico exista medida siendo vayan venga vengan quieran
puedan sepan salgan digan pidan suban bajen traigan llamen llame llamaron preguntas respuesta
respuestas contesto contestar responder recibi recibido recibida manejar cocinar limpiar lavar
barrer planchar vender prestar ganar perder cantar bailar estudiar aprender ensenar viajar nadar
correr saltar cortar pegar romper arreglar pintar escoger elegir decidir planear terminar parecer
conocer olvidar recordar despertar descansar cenar desayunar almorzar beber fumar oler escuchar
escribir firmar llenar vaciar apagar prender encender mover cargar entregar visitar invitar celebrar
casar nacer crecer envejecer morir sembrar regar cosechar carrera cartera comedor cortina cuadro
cuchara cuchillo tenedor ensalada arroz frijoles tortilla pollo queso huevos jugo refresco cerveza
vino postre pastel galleta azucar saladas picante verdura fruta manzana naranja platano uva fresa
limon cebolla tomate papa maiz
"""


def _forms(word: str) -> tuple[str, ...]:
    """An English word with its usual endings, right or not: they only say what to leave alone."""
    stem = word.removesuffix("e")
    endings = ("s", "ed", "ing", "er", "ly", f"{word[-1]}ing", f"{word[-1]}ed")
    return (word, *(word + ending for ending in endings), f"{stem}ing", f"{stem}ed")


WORDS: frozenset[str] = frozenset(
    (*(form for word in _ENGLISH.split() for form in _forms(word)), *_SPANISH.split())
)
