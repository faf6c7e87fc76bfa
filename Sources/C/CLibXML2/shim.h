#pragma once
// Debian's libxml2 is built with ICU, whose headers contradict those that Foundation brings along. Nothing here uses
// them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlwriter.h>
#include <libxml/xmlerror.h>
#include <libxml/parserInternals.h>
