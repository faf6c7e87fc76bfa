/// What DaCHS 2.7 answered (`Tests/Registry`), with line breaks between elements, and without what nobody reads.
enum Recorded {
    /// Two services, one of which lets in two kinds of people.
    static let services = """
        <?xml version='1.0' encoding='utf-8'?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <RESOURCE type="results">
        <INFO name="QUERY_STATUS" value="OK">Query successful</INFO>
        <TABLE name="r_c_i_d">
        <FIELD ID="ivoid" arraysize="*" datatype="char" name="ivoid">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <FIELD ID="res_title" arraysize="*" datatype="char" name="res_title">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <FIELD ID="standard_id" arraysize="*" datatype="char" name="standard_id">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <FIELD ID="access_url" arraysize="*" datatype="char" name="access_url">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <FIELD ID="authenticated_only" datatype="short" name="authenticated_only">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        <VALUES null="-32768">
        </VALUES>
        </FIELD>
        <FIELD ID="security_method" arraysize="*" datatype="char" name="security_method">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <DATA>
        <TABLEDATA>
        <TR>
        <TD>ivo://site.one/broker</TD>
        <TD>Site One &lt;&amp;&gt;</TD>
        <TD>ivo://ivoa.net/std/executionbroker#v1.0</TD>
        <TD>http://127.0.0.1:8091</TD>
        <TD>0</TD>
        <TD>
        </TD>
        </TR>
        <TR>
        <TD>ivo://site.two/broker</TD>
        <TD>Zwei ?</TD>
        <TD>ivo://ivoa.net/std/executionbroker#v1.0</TD>
        <TD>https://two.example.org/berth/</TD>
        <TD>1</TD>
        <TD>ivo://ivoa.net/sso#OAuth</TD>
        </TR>
        <TR>
        <TD>ivo://site.two/broker</TD>
        <TD>Zwei ?</TD>
        <TD>ivo://ivoa.net/std/executionbroker#v1.0</TD>
        <TD>https://two.example.org/berth/</TD>
        <TD>1</TD>
        <TD>ivo://ivoa.net/sso#BasicAA</TD>
        </TR>
        </TABLEDATA>
        </DATA>
        </TABLE>
        </RESOURCE>
        </VOTABLE>
        """

    /// One row of two.
    static let cut = """
        <?xml version='1.0' encoding='utf-8'?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <DESCRIPTION>What a broker under test finds.</DESCRIPTION>
        <RESOURCE type="results">
        <INFO name="QUERY_STATUS" value="OK">Query successful</INFO>
        <TABLE name="resource">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        <FIELD ID="ivoid" arraysize="*" datatype="char" name="ivoid">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <DATA>
        <TABLEDATA>
        <TR>
        <TD>ivo://site.one/broker</TD>
        </TR>
        </TABLEDATA>
        </DATA>
        </TABLE>
        <INFO name="QUERY_STATUS" value="OVERFLOW">
        </INFO>
        </RESOURCE>
        </VOTABLE>
        """

    /// A table as it is sent unless asked for otherwise.
    static let binary = """
        <?xml version='1.0' encoding='utf-8'?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <DESCRIPTION>What a broker under test finds.</DESCRIPTION>
        <RESOURCE type="results">
        <INFO name="QUERY_STATUS" value="OK">Query successful</INFO>
        <TABLE name="resource">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        <FIELD ID="ivoid" arraysize="*" datatype="char" name="ivoid">
        <DESCRIPTION>See RegTAP.</DESCRIPTION>
        </FIELD>
        <DATA>
        <BINARY>
        <STREAM encoding="base64">AAAAFWl2bzovL3NpdGUub25lL2Jyb2tlcgAAABVpdm86Ly9zaXRlLnR3by9icm9rZXI=</STREAM>
        </BINARY>
        </DATA>
        </TABLE>
        </RESOURCE>
        </VOTABLE>
        """

    /// A question about a column that is not there; the status is 200.
    static let refusal = """
        <?xml-stylesheet href='/static/xsl/dalierror-to-html.xsl' type='text/xsl'?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <RESOURCE type="results">
        <INFO name="QUERY_STATUS" value="ERROR">Field query: No such field known: column 'nope' could not be
          located in table metadata</INFO>
        </RESOURCE>
        </VOTABLE>
        """

    /// A publishing registry: its own record, and that of a broker.
    static let records = """
        <?xml version='1.0' encoding='utf-8'?>
        <?xml-stylesheet href='/static/xsl/oai.xsl' type='text/xsl'?>
        <oai:OAI-PMH xmlns:oai="http://www.openarchives.org/OAI/2.0/"
          xmlns:ri="http://www.ivoa.net/xml/RegistryInterface/v1.0"
          xmlns:tr="http://www.ivoa.net/xml/TAPRegExt/v1.0" xmlns:vg="http://www.ivoa.net/xml/VORegistry/v1.0"
          xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0"
          xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <oai:responseDate>2026-11-30T15:56:34Z</oai:responseDate>
        <oai:request metadataPrefix="ivo_vor" verb="ListRecords"/>
        <oai:ListRecords>
        <oai:record>
        <oai:header>
        <oai:identifier>ivo://x-test.broker/__system__/services/registry</oai:identifier>
        <oai:datestamp>2026-11-30T15:30:15Z</oai:datestamp>
        <oai:setSpec>ivo_managed</oai:setSpec>
        </oai:header>
        <oai:metadata>
        <ri:Resource created="2026-01-01T00:00:00Z" status="active" updated="2026-11-30T15:30:15Z"
          xsi:type="vg:Registry">
        <title>Registry of tests Registry</title>
        <shortName>test RG</shortName>
        <identifier>ivo://x-test.broker/__system__/services/registry</identifier>
        <curation>
        <publisher>The staff at the Registry of tests</publisher>
        <creator>
        <name>Tester, T.</name>
        </creator>
        <date role="updated">2026-11-30T15:30:15Z</date>
        <contact>
        <name>Tester, T.</name>
        <address>Nowhere</address>
        <email>ops@example.org</email>
        <telephone>0</telephone>
        </contact>
        </curation>
        <content>
        <subject>virtual-observatories</subject>
        <description> The publishing registry for the Registry of tests.</description>
        <referenceURL>http://127.0.0.1:8080/__system__/services/registry/info</referenceURL>
        </content>
        <rights>public</rights>
        <capability standardID="ivo://ivoa.net/std/Registry" xsi:type="vg:Harvest">
        <interface role="std" xsi:type="vg:OAIHTTP">
        <accessURL use="base">http://127.0.0.1:8080/oai.xml</accessURL>
        </interface>
        <maxRecords>500</maxRecords>
        </capability>
        <capability standardID="ivo://ivoa.net/std/VOSI#availability">
        <interface role="std" xsi:type="vs:ParamHTTP">
        <accessURL use="full">http://127.0.0.1:8080/__system__/services/registry/availability</accessURL>
        </interface>
        </capability>
        <capability standardID="ivo://ivoa.net/std/VOSI#capabilities">
        <interface role="std" xsi:type="vs:ParamHTTP">
        <accessURL use="full">http://127.0.0.1:8080/__system__/services/registry/capabilities</accessURL>
        </interface>
        </capability>
        <capability standardID="ivo://ivoa.net/std/VOSI#tables">
        <interface role="std" xsi:type="vs:ParamHTTP">
        <accessURL use="full">http://127.0.0.1:8080/__system__/services/registry/tableMetadata</accessURL>
        </interface>
        </capability>
        <full>false</full>
        <managedAuthority>x-test.broker</managedAuthority>
        <tableset>
        <schema>
        <name>default</name>
        </schema>
        </tableset>
        </ri:Resource>
        </oai:metadata>
        </oai:record>
        <oai:record>
        <oai:header>
        <oai:identifier>ivo://x-test.broker/rr/q/exec</oai:identifier>
        <oai:datestamp>2026-11-30T15:30:15Z</oai:datestamp>
        <oai:setSpec>ivo_managed</oai:setSpec>
        </oai:header>
        <oai:metadata>
        <ri:Resource created="2026-01-01T00:00:00Z" status="active" updated="2026-11-30T15:30:15Z"
          xsi:type="vs:DataService">
        <title>Test Execution Broker</title>
        <shortName>TestBroker</shortName>
        <identifier>ivo://x-test.broker/rr/q/exec</identifier>
        <curation>
        <publisher>Tests</publisher>
        <creator>
        <name>Tester, T.</name>
        </creator>
        <date role="updated">2026-11-30T15:30:12Z</date>
        <contact>
        <name>Tester, T.</name>
        <address>Nowhere</address>
        <email>ops@example.org</email>
        <telephone>0</telephone>
        </contact>
        </curation>
        <content>
        <subject>virtual-observatories</subject>
        <description>What a broker under test finds.</description>
        <referenceURL>http://127.0.0.1:8080/rr/q/exec/info</referenceURL>
        </content>
        <capability standardID="ivo://ivoa.net/std/ExecutionBroker#v1.0">
        <interface xsi:type="vs:ParamHTTP">
        <accessURL use="full">http://127.0.0.1:8090/broker</accessURL>
        </interface>
        </capability>
        </ri:Resource>
        </oai:metadata>
        </oai:record>
        </oai:ListRecords>
        </oai:OAI-PMH>
        """

    /// A format that it does not know.
    static let noFormat = """
        <?xml version='1.0' encoding='utf-8'?>
        <?xml-stylesheet href='/static/xsl/oai.xsl' type='text/xsl'?>
        <oai:OAI-PMH xmlns:oai="http://www.openarchives.org/OAI/2.0/"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" >
        <oai:responseDate>2026-11-30T15:56:35Z</oai:responseDate>
        <oai:request metadataPrefix="nope"/>
        <oai:error code="cannotDisseminateFormat">nope metadata are not supported</oai:error>
        </oai:OAI-PMH>
        """
}
