using System.Collections.Immutable;
using System.Globalization;
using Payments.Dialects.Wire.Reading;

namespace Payments.Dialects.OrderCloud.PaymentLists;

/// <summary>
/// Reads the parameters of a list one by one. Reserved names are case-insensitive; every other name is a filter's
/// field.
/// </summary>
internal sealed class PaymentListReader
{
    /// <summary>Limited because each filter is compared with every payment.</summary>
    public const int MaxFilters = 50;

    /// <summary>Limited because the list is sorted once for each.</summary>
    public const int MaxSortFields = 10;

    /// <summary>The parameter's name, in errors.</summary>
    public const string Search = "search";

    /// <summary>The parameter's name, in errors.</summary>
    public const string SortBy = "sortBy";

    private readonly List<OrderCloudError> _errors = [];

    public PaymentListQuery Query { get; private set; } = new();

    public ImmutableArray<OrderCloudError> Errors =>
    [
        .. Echo.Limit(_errors, new OrderCloudError(ErrorCodes.ValidationFailure, Echo.MoreErrors)),
    ];

    /// <summary>Reads one parameter. An empty value of a reserved one is ignored.</summary>
    public void Take(string name, string value)
    {
        switch (name.ToUpperInvariant())
        {
            case "PAGE":
                if (value.Length > 0) TakePage(value);
                break;
            case "PAGESIZE":
                if (value.Length > 0) TakePageSize(value);
                break;
            case "PAGEKEY":
                if (value.Length > 0)
                    AddError(
                        ErrorCodes.InvalidPageKey, "pageKey", "is not supported: the pages of this list are numbered.");
                break;
            case "SEARCH":
                Query = Query with { Search = string.IsNullOrWhiteSpace(value) ? null : value.Trim() };
                break;
            case "SEARCHON":
                TakeSearchOn(Names(value));
                break;
            case "SORTBY":
                TakeSortBy(Names(value));
                break;
            default:
                TakeFilter(name, value);
                break;
        }
    }

    private static string[] Names(string value) =>
        value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private void TakePage(string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page >= 1)
            Query = Query with { Number = page };
        else
            AddError(ErrorCodes.InvalidPage, "page", "must be a whole number from 1.");
    }

    private void TakePageSize(string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size is >= 1 and <= PaymentListQuery.MaxPageSize)
        {
            Query = Query with { PageSize = size };
        }
        else
        {
            AddError(
                ErrorCodes.InvalidPageSize,
                "pageSize",
                $"must be a whole number from 1 to {PaymentListQuery.MaxPageSize}.");
        }
    }

    private void TakeSearchOn(string[] names)
    {
        var fields = names
            .Select(name => FindField(
                name, field => field.Searchable, ErrorCodes.InvalidSearchProperty, "can't be searched"))
            .OfType<PaymentField>()
            .DistinctBy(field => field.Name)
            .ToImmutableArray();
        if (!fields.IsEmpty) Query = Query with { SearchOn = fields };
    }

    private void TakeSortBy(string[] names)
    {
        if (Query.SortBy.Length + names.Length > MaxSortFields)
        {
            AddError(ErrorCodes.ValidationFailure, SortBy, $"may name at most {MaxSortFields} fields.");
            return;
        }

        foreach (var name in names)
        {
            var field = FindField(
                name.TrimStart('!'), found => found.Sortable, ErrorCodes.InvalidSortProperty, "can't be sorted by");
            if (field is not null)
                Query = Query with { SortBy = Query.SortBy.Add(new PaymentOrder(field, name.StartsWith('!'))) };
        }
    }

    private void TakeFilter(string name, string value)
    {
        if (Query.Filters.Length >= MaxFilters)
        {
            AddError(ErrorCodes.ValidationFailure, name, $"exceeds the limit of {MaxFilters} filters.");
            return;
        }

        if (FindField(name, _ => true, ErrorCodes.InvalidProperty, "") is not { } field) return;
        var terms = FilterTerm.Parse(value);
        var fitting = terms.Select(field.Fit).OfType<FilterTerm>().ToImmutableArray();
        if (fitting.Length < terms.Length)
            AddError(ErrorCodes.InvalidType, field.Name, $"can't be compared with '{Echo.Of(value)}'.");
        else
            Query = Query with { Filters = Query.Filters.Add(new PaymentFilter(field, fitting)) };
    }

    private PaymentField? FindField(string name, Func<PaymentField, bool> fits, string code, string what)
    {
        var field = PaymentField.Find(name);
        if (field is null) AddError(ErrorCodes.InvalidProperty, name, "is not a field of a payment.");
        if (field is null || fits(field)) return field;
        AddError(code, field.Name, $"{what}.");
        return null;
    }

    private void AddError(string code, string name, string what)
    {
        var shown = Echo.Of(name);
        _errors.Add(new OrderCloudError(code, $"{shown} {what}", new FaultyField(shown)));
    }
}
