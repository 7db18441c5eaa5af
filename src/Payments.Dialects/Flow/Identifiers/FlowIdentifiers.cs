using System.Globalization;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Wire;
using Payments.Dialects.Wire.Reading;
using Payments.Handlers.Identifiers;
using Payments.Handlers.Writing;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;

namespace Payments.Dialects.Flow.Identifiers;

/// <summary>
/// <c>/{organization}/refunds/{key}/identifiers</c> and <c>/{organization}/captures/{key}/identifiers</c>. An
/// identifier names at most one refund and one capture of an organization: to move it to another, remove it from the
/// current one first.
/// </summary>
public sealed class FlowIdentifiers(ResourceIdentifiers identifiers)
{
    private const string ByName = "name";
    private const string ByNameDescending = "-name";
    private const int DefaultLimit = 25;
    public const int MaxLimit = 100;
    private static readonly string[] Parameters = ["id", "identifier", "limit", "offset", "sort"];

    /// <summary>200 with a resource's identifiers, or 404.</summary>
    public async Task<WireResponse> ListAsync<T>(FlowCall call, string key, CancellationToken cancellationToken)
        where T : Record, IIdentified, IListed
    {
        var query = FlowQuery.Parse(call.Request);
        var errors = new List<FieldError>();
        var sort = query.All("sort") is [var given, ..] ? given : ByName;
        if (sort is not (ByName or ByNameDescending))
            errors.Add(new FieldError("sort", $"sort must be {ByName} or {ByNameDescending}."));
        errors.AddRange(query.Names.Except(Parameters).Select(name => new FieldError(
            name, $"{Echo.Of(name)} is not a parameter of this list; it takes {string.Join(", ", Parameters)}.")));
        var limit = Count(query, "limit", DefaultLimit, 1, MaxLimit, errors);
        var offset = Count(query, "offset", 0, 0, int.MaxValue, errors);
        if (errors.Count > 0) return FlowErrors.ForIdentifier(errors);

        if (await identifiers.FindAsync<T>(call.Organization, key, cancellationToken) is not { } found)
            return FlowResponses.NotFound;
        var (ids, values) = (query.All("id"), query.All("identifier"));
        var wanted = found.Identifiers
            .Where(identifier => values.Count == 0 || values.Contains(identifier.Value))
            .Where(identifier => ids.Count == 0 || ids.Contains(IdentifierModel.CreateId(found.Resource, identifier)))
            .OrderBy(identifier => identifier.Name, StringComparer.Ordinal)
            .ThenBy(identifier => identifier.Value, StringComparer.Ordinal);
        return FlowJson.Answer(
            200,
            (sort == ByName ? wanted : wanted.Reverse())
                .Skip(offset)
                .Take(limit)
                .Select(identifier => IdentifierModel.From(found.Resource, identifier)));
    }

    /// <summary>201 with a resource's identifier if it is new, 200 if it existed; 422, or 404.</summary>
    public async Task<WireResponse> PutAsync<T>(
        FlowCall call, string key, string value, CancellationToken cancellationToken)
        where T : Record, IIdentified, IListed
    {
        var form = FlowForm.Read(call);
        var name = form.Name("name", IdentifierSet.MaxLength, required: true);
        var primary = form.Flag("primary") ?? false;
        form.ScreenText("identifier", value);
        if (!Key.TryFrom(value, out _))
        {
            form.AddError(
                "identifier",
                $"must have 1 to {IdentifierSet.MaxLength} characters, and no control characters");
        }

        if (form.Errors.Count > 0) return FlowErrors.ForIdentifier(form.Errors);
        var identifier = new Identifier(name!, value, primary);
        var answered = await identifiers.AttachAsync<T>(call.Organization, key, identifier, cancellationToken);
        return answered switch
        {
            Answer<Identified<T>>.Accepted accepted => FlowJson.Answer(
                accepted.Outcome == Outcome.Created ? 201 : 200,
                IdentifierModel.From(accepted.Result.Resource, identifier)),
            Answer<Identified<T>>.Rejected rejected => FlowErrors.ForIdentifier(rejected.Rejection),
            _ => FlowResponses.NotFound,
        };
    }

    /// <summary>204 once the identifier is removed from the resource, or 404.</summary>
    public async Task<WireResponse> DeleteAsync<T>(
        FlowCall call, string key, string value, CancellationToken cancellationToken)
        where T : Record, IIdentified, IListed =>
        FlowResponses.Deleted(
            await identifiers.DetachAsync<T>(call.Organization, key, value, cancellationToken));

    private static int Count(
        FlowQuery query, string name, int unlessGiven, int least, int most, List<FieldError> errors)
    {
        if (query.All(name) is not [var text, ..]) return unlessGiven;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= least && count <= most)
        {
            return count;
        }

        errors.Add(new FieldError(name, $"{name} must be a whole number from {least} to {most}."));
        return unlessGiven;
    }
}
