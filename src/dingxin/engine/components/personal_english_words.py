"""Words for finding names in Latin letters (C22): first names in use, surnames in pinyin, capitalised words that name no one."""

from __future__ import annotations

import re

_FIRST_WORDS = """
Aaron Abdul Abdullah Abigail Adam Adrian Agnes Ahmed Aisha Alan Albert Alejandro Alex Alexander Alexandra Alfred Ali Alice
Alicia Alison Allison Amanda Amir Amit Amy Ana Anastasia Andrea Andrew Andy Angela Anita Ann Anna Anne Annie Anthony Antonio
Anya Arjun Arnold Arthur Ashley Audrey Barbara Beatrice Ben Benjamin Bernard Beth Betty Bianca Bob Bobby Bonnie Boris Brandon
Brenda Brian Bridget Bruce Bruno Bryan Caitlin Camille Carl Carla Carlos Carmen Carol Caroline Carolyn Catherine Cathy Cecilia
Charles Charlotte Chen Chloe Chris Christian Christina Christine Christopher Cindy Claire Clara Claudia Colin Connie Connor
Craig Crystal Cynthia Daisuke Dan Daniel Daniela Danny Daphne David Dean Deborah Debbie Denise Dennis Derek Diana Diane Diego
Dmitri Dominic Donald Donna Doris Dorothy Douglas Duncan Dylan Eddie Edgar Edith Edward Edwin Eileen Elaine Eleanor Elena Eli
Elizabeth Ella Ellen Emily Emma Eric Erica Erik Esther Ethan Eugene Eva Evelyn Fatima Felix Fernando Fiona Florence Francis
Francesca Francisco Frederick Gabriel Gary Gavin Geoffrey George Gerald Gina Giovanni Giulia Glenn Gloria Gordon Graham Greg
Gregory Gustav Hana Hannah Hans Harriet Harold Harry Hassan Heather Hector Helen Helena Henry Herbert Hiroshi Howard Hugh Hugo
Ian Ibrahim Igor Ingrid Irene Isaac Isabel Isabella Ivan Ivy Jack Jackie Jackson Jacob Jacqueline James Jamie Jan Jane Janet
Janice Jason Javier Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerome Jerry Jesse Jessica Jill Jim Jimmy Joan Joanna Joe Joel Johan
Johanna John Johnny Jonathan Jorge Jose Joseph Joshua Joyce Juan Judith Judy Julia Julian Juliana Julie Justin Kai Karen Karl
Kate Katherine Kathleen Kathy Katie Keith Kelly Ken Kenji Kenneth Kevin Khalid Kim Kimberly Klaus Kristen Kumar Kyle Larry Lars
Laura Lauren Laurence Lawrence Leah Leo Leon Leonard Leonardo Leslie Liam Linda Lisa Liz Lorenzo Louis Louise Luca Lucas Lucia
Lucy Luis Luke Lydia Lynn Madison Malcolm Marc Marco Marcus Margaret Maria Marie Marina Mario Marion Marta Martha Martin Martina
Marvin Mary Masako Mateo Matt Matthew Maurice Megan Mei Melanie Melissa Mia Michael Michel Michelle Miguel Mike Milan Ming
Miriam Mohamed Mohammad Mohammed Molly Monica Morgan Muhammad Nadia Nancy Naomi Natalia Natalie Natasha Nathan Neil Nicholas
Nick Nicola Nicolas Nicole Nikolai Nina Nora Norman Oleg Olga Oliver Olivia Omar Oscar Otto Owen Pablo Pamela Patricia Patrick
Paul Paula Pauline Pedro Penelope Peter Philip Philippe Phoebe Pierre Priya Rachel Rafael Raj Rajesh Ralph Ravi Raymond Rebecca
Regina Renee Ricardo Richard Rita Robert Roberto Robin Rodrigo Roger Roland Ronald Rosa Rosie Ross Roy Ruby Russell Ruth Ryan
Sabrina Sally Sam Samantha Samuel Sandra Sanjay Sara Sarah Scott Sean Sebastian Sergei Sergio Shane Sharon Sheila Shirley Simon
Sofia Sonia Sophia Sophie Stanley Stefan Stella Stephanie Stephen Steve Steven Stuart Sue Susan Suzanne Svetlana Sven Sylvia
Takeshi Tanya Tara Ted Teresa Terry Theresa Thomas Tiffany Tim Timothy Tina Toby Todd Tom Tomas Tommy Tony Tracy Trevor Vanessa
Veronica Vicky Victor Victoria Vincent Viola Vivian Vladimir Walter Wanda Wayne Wendy Wilhelm William Xavier Yasmin Yolanda Yuki
Yusuf Yvonne Zachary Zoe
"""
FIRST = frozenset(_FIRST_WORDS.split())
_SURNAMES_WORDS = """
Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Luo Gao Zheng Liang Xie Song Tang Deng Han Feng Cao
Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Yao Shen Zhong Cui Tan Fan Liao Shi Jin Jia Xia Fu
Fang Zou Xiong Bai Meng Qin Qiu Hou Yin Xue Yan Duan Lei Qian Kong Shao Mao Chang Wan Gu Lai Kang Yi Qiao Gong Wen Pang Fan Lan
Shu Nie Qi Mei Zhuang Xin Guan Zhan Ouyang Sima Zhuge Shangguan Wong Chan Cheung Lau Leung Kwok Ng Lam Chow Yeung Tsang Hsu
Hsieh Tsai Chiang Lee Kim Park Choi Nguyen Tran
"""
SURNAMES = frozenset(_SURNAMES_WORDS.split())
_BODIES_WORDS = """
Technology Information List Park Method Protection Hall Business Bureau News Weibo Music Browser Data Network Networks Zone Line
Subway Branch Committee Quarter Communications Commercial Association Administration Website Microblog Video Television Band Key
Keyboard Media Magazine Daily Report Studio Games Game Store Mall Market Supermarket Restaurant Cafe Bar Airport Airlines
Academy Institute Foundation Agency Club Bay Mountain Lake River Bridge Island Beach Palace Temple Museum Inn Resort Resorts
Suites Hostel Motel Club Lounge Gym Pool Spa Policy Terms Law Act Code Commission Council Protection Explanation Selection
Volume Works Version Experience Download Firmware Upgrade Button Card Cards System Software Hardware Hotline Helpline Desk Line
Platform Logistics Electronics Motors
"""
BODIES = frozenset(_BODIES_WORDS.split())
_COMMON_WORDS = """
Little Xiaobian Editor Xin Feng Customer's Verification Complaints-Online Protecting Junk Sir Madam Team Customer
Customers Service Services Support Care Manager The This That There These Those I We You He She It They My Your Our His Her
Their A An And But Or If When While Please Thanks Thank Hello Hi Dear All Everyone Everybody Anyone Someone Nobody Staff Front
Desk Reception Hotel Room Guest Guests Guys Friend Friends Folks Seller Buyer Shop Store Company Office Department Centre Center
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Today Tomorrow Yesterday China Chinese Shanghai Beijing Guangzhou Shenzhen Hangzhou Nanjing Suzhou Chengdu
Wuhan Xian Tianjin Chongqing Hong Macau Taiwan Taipei Asia Europe America American British English French German Italian Spanish
Japanese Korean Russian Indian Canadian Australian Singapore Japan Korea London Paris Berlin York Germany France England Britain
India Canada Australia Mobile Unicom Telecom Express Post Airport Station Railway Airlines Bank Visa Mastercard Alipay WeChat
Weixin Taobao Tmall Amazon Apple Samsung Huawei Xiaomi Google Microsoft Nike Adidas Sony Dell Lenovo Honor Oppo Vivo Tencent
Alibaba Baidu Meituan Ctrip Booking Agoda Expedia Marriott Hilton Hyatt Sheraton Westin Starbucks Disney Fedex Dhl Ups Ems Usps
Galaxy Iphone Ipad Windows Android Facebook Twitter Instagram Whatsapp Wifi Internet Best Regards Kind Warm Yours Sincerely
Faithfully Truly Respectfully Order Tracking Invoice Refund Complaint Case Ticket Number Bill Plan Account Contract Package
Parcel Delivery Courier Driver Agent Not No Yes So Very Really Just Still Now Then Also Here How What Why Where Who Which Can
Could Would Will Shall Should Must Do Does Did Is Are Was Were Have Has Had Be Been To For From In On At By With Of About After
Before Until Since As Because Although However Moreover Furthermore Finally First Second Third Last Next New Old Good Bad Great
Terrible Awful Excellent Nice Poor Extremely Attention Re Subject Date Address Phone Email Tel Mobile Name Passport Building
Tower Floor Road Street Avenue Lane Garden District City Province Apt Unit Plaza Union Consumer Association Court Ministry
Government Police Christmas Easter Spring Festival National Day New Year Eve Labour Holiday Premium Gold Silver Platinum Diamond
VIP Member Membership Deluxe Standard Suite King Queen Twin Double Single Ms Mr Mrs Miss Dr Lord God Jesus Director General
President Chief Head Captain Officer Ltd Inc Co Group Holdings Corporation Limited University School Hospital Love Cheers Black
White Red Blue Green Technical Sales Billing Returns Complaints Quality Internal External Human Resources Housekeeping Concierge
Security Maintenance Engineering Accounting Finance Marketing Operations Logistics Warehouse OK ID SIM USB LCD LED APP SMS PIN
CEO CFO HR IT PR UK US USA EU PRC FAQ URL PDF CNY RMB USD EUR GBP AM PM GPS TV PC AC XL XXL XS SIZE NOT NO YES THE AND YOU WE MY
IS IN ON AT TO OF VERY SHAME REFUND NOW Prime Plus Pro Max Ultra Mini Air Max Watch Book Note Edge Wuning Nanjing Huaihai Xuhui
Pudong Jingan Minhang Taxi Uber Didi Grab Cainiao Hema Jingdong Pinduoduo Shunfeng Zhongtong Yuantong Yunda
"""
COMMON = frozenset(_COMMON_WORDS.split())
BRANDS = re.compile(
    "Calvin Klein|Ralph Lauren|Michael Kors|Paul Smith|Tom Ford|Kate Spade|Marc Jacobs|Jack (?:and |& ?)?Jones|Jack Wolfskin|"
    "Jack Daniel|Louis Vuitton|Victoria'?s? Secret|Hugo Boss|Vera Wang|Tommy Hilfiger|Bobbi Brown|Estee Lauder|Elizabeth Arden|"
    "Oscar de la|Harry Potter|Harry Winston|Ray-?Ban|Peter Rabbit|Hello Kitty|Mark Fairwhale|Dr\\.? ?(?:Martens|Jart|Ci|Bronner)|"
    "Mr\\.? ?(?:Bean|Muscle|Donut)|Mrs\\.? ?Fields|Sam's Club|Trader Joe|Dior|Walter Audio|Mary Kay|Miss ?Dior|Sir Alex|"
    "Tiffany (?:&|and)|Leica|Johnny Walker|Dean & Deluca|Oscar Mayer|Ben & Jerry|Max Mara|Daniel Wellington"
)
_CUE_WORDS = """
Mr Mrs Ms Miss Mister Dr Prof Professor Sir Madam Madame Mme MR MS MRS name Name named names called Called call Call contact
Contact Recipient recipient Receiver receiver Consignee consignee Sender sender Guest guest Guests guests Customer customer
Passenger passenger Client client Holder holder Cardholder cardholder Tenant tenant Attn attn Attention attention Signed signed
Booked booked Booking booking Reservation reservation Ask ask asked told Told speak spoke spoken speaking Dear dear Hi hi Hello
hello Hey hey Thanks thanks Thank thank Regards regards Wishes wishes Sincerely sincerely Faithfully faithfully Truly truly
Yours yours Best best Cheers cheers Love love Xiao Lao am this This it It she She he He agent courier driver manager engineer
technician receptionist waiter waitress supervisor representative rep operator clerk assistant seller buyer boss neighbour
neighbor roommate colleague wife husband son daughter mother father mum mom dad brother sister friend partner girlfriend
boyfriend uncle aunt cousin nephew niece housekeeper guard cashier host doctor nurse lawyer secretary director boy girl guy lady
man woman person staff member employee salesman saleswoman adviser advisor
"""
TRIGGERS = FIRST | SURNAMES | frozenset(_CUE_WORDS.split())
"""A text without any of these words has no name in Latin letters."""
