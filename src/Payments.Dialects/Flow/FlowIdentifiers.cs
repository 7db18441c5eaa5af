using System.Globalization;
using Payments.Dialects.Flow.Errors;
using Payments.Dialects.Flow.Forms;
using Payments.Dialects.Flow.Models;
using Payments.Handlers;
using Payments.Ledger;

namespace Payments.Dialects.Flow;

/// <summary>
/// <c>/{organization}/refunds/{key}/identifiers</c> and <c>/{organization}/captures/{key}/identifiers</c>. An
/// identifier names one refund, and one capture, of an organization: to give it to another, it is first taken from the
/// one that has it.
/// </summary>
public sealed class FlowIdentifiers(FlowCallers callers, ResourceIdentifiers identifiers)
{
    private const string ByName = "name";
    private const string ByNameDescending = "-name";
    private const int DefaultLimit = 25;
    private static readonly string[] Parameters = ["id", "identifier", "limit", "offset", "sort"];
    private const int MaximumLimit = 100;

    /// <summary>200 with a refund's identifiers, or 404.</summary>
    public Task<WireResponse> GetOfRefundAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken) =>
        ListAsync<Refund, RefundIdentifierModel>(
            request, organization, key, RefundIdentifierModel.Of, cancellationToken);

    /// <summary>201 with a refund's identifier when it is new, 200 when it was there; 422, or 404.</summary>
    public Task<WireResponse> PutOfRefundAsync(
        WireRequest request, string organization, string key, string identifier, CancellationToken cancellationToken) =>
        PutAsync<Refund, RefundIdentifierModel>(
            request, organization, key, identifier, RefundIdentifierModel.Of, cancellationToken);

    /// <summary>204 once the identifier is no longer the refund's, or 404.</summary>
    public Task<WireResponse> DeleteOfRefundAsync(
        WireRequest request, string organization, string key, string identifier, CancellationToken cancellationToken) =>
        DeleteAsync<Refund>(request, organization, key, identifier, cancellationToken);

    /// <summary>200 with a capture's identifiers, or 404.</summary>
    public Task<WireResponse> GetOfCaptureAsync(
        WireRequest request, string organization, string key, CancellationToken cancellationToken) =>
        ListAsync<Capture, CaptureIdentifierModel>(
            request, organization, key, CaptureIdentifierModel.Of, cancellationToken);

    /// <summary>201 with a capture's identifier when it is new, 200 when it was there; 422, or 404.</summary>
    public Task<WireResponse> PutOfCaptureAsync(
        WireRequest request, string organization, string key, string identifier, CancellationToken cancellationToken) =>
        PutAsync<Capture, CaptureIdentifierModel>(
            request, organization, key, identifier, CaptureIdentifierModel.Of, cancellationToken);

    /// <summary>204 once the identifier is no longer the capture's, or 404.</summary>
    public Task<WireResponse> DeleteOfCaptureAsync(
        WireRequest request, string organization, string key, string identifier, CancellationToken cancellationToken) =>
        DeleteAsync<Capture>(request, organization, key, identifier, cancellationToken);

    private async Task<WireResponse> ListAsync<T, TModel>(
        WireRequest request,
        string organization,
        string key,
        Func<T, Identifier, TModel> modelOf,
        CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var query = FlowQuery.Of(request);
        var errors = new List<FieldError>();
        var sort = query.All("sort") is [var given, ..] ? given : ByName;
        if (sort is not (ByName or ByNameDescending))
            errors.Add(new FieldError("sort", $"sort must be {ByName} or {ByNameDescending}."));
        errors.AddRange(query.Names.Except(Parameters).Select(name => new FieldError(
            name, $"{name} is no parameter of this list; it takes {string.Join(", ", Parameters)}.")));
        var limit = Count(query, "limit", DefaultLimit, 1, MaximumLimit, errors);
        var offset = Count(query, "offset", 0, 0, int.MaxValue, errors);
        if (errors.Count > 0) return FlowErrors.OfIdentifier(errors);

        if (await identifiers.FindAsync<T>(caller, key, cancellationToken) is not { } found)
            return FlowAnswers.NotFound;
        var (ids, values) = (query.All("id"), query.All("identifier"));
        var wanted = found.Identifiers
            .Where(identifier => values.Count == 0 || values.Contains(identifier.Value))
            .Where(identifier => ids.Count == 0 || ids.Contains(IdentifierIds.Of(IdOf(found.Resource), identifier)))
            .OrderBy(identifier => identifier.Name, StringComparer.Ordinal)
            .ThenBy(identifier => identifier.Value, StringComparer.Ordinal);
        return FlowJson.Answer(
            200,
            (sort == ByName ? wanted : wanted.Reverse())
                .Skip(offset)
                .Take(limit)
                .Select(identifier => modelOf(found.Resource, identifier)));
    }

    private async Task<WireResponse> PutAsync<T, TModel>(
        WireRequest request,
        string organization,
        string key,
        string value,
        Func<T, Identifier, TModel> modelOf,
        CancellationToken cancellationToken) where T : Record, IIdentified
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;

        var form = FlowForm.Read(request.Body);
        var name = form.Name("name", IdentifierSet.MaximumLength, required: true);
        var primary = form.Flag("primary") ?? false;
        if (value.Length is 0 or > IdentifierSet.MaximumLength || value.Any(char.IsControl))
        {
            form.Refuse(
                "identifier",
                $"identifier must have 1 to {IdentifierSet.MaximumLength} characters, and no control characters.");
        }

        if (form.Errors.Count > 0) return FlowErrors.OfIdentifier(form.Errors);
        var identifier = new Identifier(name!, value, primary);
        var answered = await identifiers.AttachAsync<T>(caller, key, identifier, cancellationToken);
        return answered switch
        {
            Answer<Identified<T>>.Accepted accepted => FlowJson.Answer(
                accepted.Outcome == Outcome.Created ? 201 : 200, modelOf(accepted.Result.Resource, identifier)),
            Answer<Identified<T>>.Refused refused => FlowErrors.OfIdentifier(refused.Refusal),
            _ => FlowAnswers.NotFound,
        };
    }

    private async Task<WireResponse> DeleteAsync<T>(
        WireRequest request, string organization, string key, string value, CancellationToken cancellationToken)
        where T : Record, IIdentified
    {
        if (callers.TurnAway(request, organization, out var caller) is { } answer) return answer;
        return await identifiers.DetachAsync<T>(caller, key, value, cancellationToken)
            ? FlowAnswers.Done
            : FlowAnswers.NotFound;
    }

    private static int Count(
        FlowQuery query, string name, int unlessGiven, int least, int most, List<FieldError> errors)
    {
        if (query.All(name) is not [var text, ..]) return unlessGiven;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= least && count <= most)
        {
            return count;
        }

        errors.Add(new FieldError(name, $"{name} must be a whole number of {least} to {most}."));
        return unlessGiven;
    }

    private static string IdOf<T>(T resource) where T : Record, IIdentified => resource.Listed!.Value.Id;
}
