// Turns PDF files into what veraPDF says against a profile: a line a broken rule, its clause, how often, one example.
//
// java -cp JAR Conformance.java PROFILE FILE...        PROFILE: PDFUA-1, PDFA-3U …
//
// JAR holds veraPDF's validation model and its profiles. These are read here without JAXB, which the jar has not whole.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Conformance {
    public static void main(String[] arguments) throws Exception {
        // It complains that it cannot read its profiles itself.
        Logger.getLogger("org.verapdf").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile(arguments[0]);
        System.out.println(profile.getRules().size() + " rules");
        for (int index = 1; index < arguments.length; index++) {
            check(arguments[index], profile);
        }
    }

    private static void check(String file, ValidationProfile profile) throws Exception {
        try (var stream = new FileInputStream(file);
                var parser = Foundries.defaultInstance().createParser(stream, profile.getPDFAFlavour());
                var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            var result = validator.validate(parser);
            Map<String, List<TestAssertion>> broken = new TreeMap<>();
            for (TestAssertion each : result.getTestAssertions()) {
                if (each.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                    broken.computeIfAbsent(rule, none -> new ArrayList<>()).add(each);
                }
            }
            System.out.println(file + "\t" + result.getTotalAssertions() + "\t" + (result.isCompliant() ? "conforms" : "differs"));
            broken.forEach((rule, found) -> System.out.println("  " + rule + " x" + found.size() + ": " + found.get(0).getMessage()
                    + " | " + found.get(0).getErrorMessage() + " | " + found.get(0).getLocation().getContext()));
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream stream = Rule.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(root, "rule")) {
            Element id = all(rule, "id").get(0);
            var specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
            rules.add(Profiles.ruleFromValues(
                    Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                    rule.getAttribute("object"), "true".equals(rule.getAttribute("deferred")), rule.getAttribute("tags"),
                    text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), List.of()), List.of()));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element each : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(
                    each.getAttribute("name"), each.getAttribute("object"), text(each, "defaultValue"), text(each, "value")));
        }
        var details = Profiles.profileDetailsFromValues(name, name, "veraPDF", new java.util.Date(0));
        var flavour = PDFAFlavour.valueOf(root.getAttribute("flavour"));
        return Profiles.profileFromValues(flavour, details, "", rules, variables);
    }

    private static String text(Element parent, String name) {
        return all(parent, name).get(0).getTextContent();
    }

    private static List<Element> all(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int index = 0; index < nodes.getLength(); index++) {
            found.add((Element) nodes.item(index));
        }
        return found;
    }
}
